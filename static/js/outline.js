// The editor of an outline: corners are dragged, moved by keys, added and removed; the text field keeps what counts.

(() => {
  const WIDTH = 1000;
  const HEIGHT = 600;
  const TENS = 10;
  const FEWEST = 3;
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const isPoint = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
  const isOutside = ([x, y]) => x < 0 || x > WIDTH || y < 0 || y > HEIGHT;
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  const asText = (corners) => `[${corners.map(([x, y]) => `[${x}, ${y}]`).join(", ")}]`;
  const asPoints = (corners) => corners.map(([x, y]) => `${x},${y}`).join(" ");
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  /** Return the corners that a text holds, or null where it cannot be read. */
  function read(text) {
    try {
      const value = text.trim() === "" ? [] : JSON.parse(text);
      return Array.isArray(value) && value.every(isPoint) ? value : null;
    } catch {
      return null;
    }
  }

  class Editor {
    constructor(root) {
      this.root = root;
      this.field = document.getElementById(root.dataset.field);
      this.svg = root.querySelector("svg");
      this.own = root.querySelector(".outline-own");
      this.shape = this.own.querySelector("polygon");
      this.says = root.querySelector(".outline-says");
      this.others = [...root.querySelectorAll(".outline-other")].map((other) => ({
        kind: other.dataset.kind,
        name: other.dataset.name,
        isHome: other.classList.contains("is-home"),
        corners: [...other.querySelector("polygon").points].map(({ x, y }) => [x, y]),
      }));
      this.corners = read(this.field.value) ?? [];
      this.past = [];
      this.future = [];
      this.marked = 0;
      this.listen();
      root.classList.add("is-ready");
      root.querySelectorAll(".outline-tools, .outline-how").forEach((part) => (part.hidden = false));
      this.draw();
    }

    /** Listen to pointer, keys, buttons and the text field. */
    listen() {
      this.svg.addEventListener("pointerdown", (event) => this.grab(event));
      this.svg.addEventListener("focusin", (event) => this.mark(event.target));
      this.root.addEventListener("keydown", (event) => this.press(event));
      this.root.addEventListener("click", (event) => this.tool(event.target.dataset.do));
      this.field.addEventListener("input", () => this.typed());
    }

    get snaps() {
      return this.root.querySelector("[data-do=snap]").checked;
    }

    /** Take other corners, so that the step can be taken back. */
    change(corners, before = this.corners) {
      if (asText(corners) === asText(before)) return this.draw();
      this.past.push(before);
      this.future = [];
      this.show(corners);
    }

    /** Show corners, and write them into the field. */
    show(corners) {
      this.corners = corners;
      this.marked = Math.max(Math.min(this.marked, corners.length - 1), 0);
      this.field.value = asText(corners);
      this.draw();
    }

    /** Follow what was typed; what cannot be read leaves the drawing as it is. */
    typed() {
      const corners = read(this.field.value);
      if (corners) {
        this.past.push(this.corners);
        this.future = [];
        this.corners = corners;
      }
      this.draw();
    }

    /** Take a step back, or forward again. */
    step(from, to) {
      if (!from.length) return;
      to.push(this.corners);
      this.show(from.pop());
    }

    /** Return where on the plan a pointer is, on a ten where that is wanted. */
    at(event) {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
      const unit = this.snaps ? TENS : 1;
      const near = (value, most) => within(Math.round(value / unit) * unit, most);
      return [near(point.x, WIDTH), near(point.y, HEIGHT)];
    }

    /** Begin to drag a corner or the whole outline, or add a corner where a side was pressed. */
    grab(event) {
      const { corner, edge } = event.target.dataset;
      if (event.button !== 0 || (corner === undefined && edge === undefined && event.target !== this.shape)) return;
      event.preventDefault();
      const before = this.corners;
      const start = this.at(event);
      let number = Number(corner);
      if (edge !== undefined) {
        number = Number(edge) + 1;
        this.corners = before.toSpliced(number, 0, start);
      }
      const drag = (moved) => {
        const [x, y] = this.at(moved);
        this.corners =
          event.target === this.shape ? this.shifted(before, x - start[0], y - start[1]) : this.corners.with(number, [x, y]);
        this.field.value = asText(this.corners);
        this.draw();
      };
      const drop = () => {
        window.removeEventListener("pointermove", drag);
        window.removeEventListener("pointerup", drop);
        window.removeEventListener("pointercancel", drop);
        this.marked = event.target === this.shape ? this.marked : number;
        this.change(this.corners, before);
        if (event.target === this.shape) this.shape.focus();
        else this.focus();
      };
      window.addEventListener("pointermove", drag);
      window.addEventListener("pointerup", drop);
      window.addEventListener("pointercancel", drop);
      this.draw();
    }

    /** Return corners moved together, as far as the plan goes. */
    shifted(corners, x, y) {
      const room = (n, step, most) => {
        const values = corners.map((corner) => corner[n]);
        return Math.min(Math.max(step, -Math.min(...values)), most - Math.max(...values));
      };
      const [right, down] = [room(0, x, WIDTH), room(1, y, HEIGHT)];
      return corners.map(([left, top]) => [left + right, top + down]);
    }

    /** Do what a key asks for: steps back and forward, moving, adding and removing. */
    press(event) {
      const isCommand = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (isCommand && (key === "z" || key === "y")) {
        event.preventDefault();
        const isForward = key === "y" || event.shiftKey;
        return isForward ? this.step(this.future, this.past) : this.step(this.past, this.future);
      }
      const isCorner = event.target.dataset.corner !== undefined;
      if (isCommand || (!isCorner && event.target !== this.shape)) return undefined;
      if (STEPS[event.key]) return this.move(event, isCorner);
      if (isCorner && (event.key === "Delete" || event.key === "Backspace")) {
        event.preventDefault();
        return this.remove();
      }
      return undefined;
    }

    /** Move the marked corner, or all of them, by a unit or by ten. */
    move(event, isCorner) {
      event.preventDefault();
      const [right, down] = STEPS[event.key].map((unit) => unit * (event.shiftKey ? TENS : 1));
      if (!isCorner) return this.change(this.shifted(this.corners, right, down));
      const [x, y] = this.corners[this.marked];
      return this.change(this.corners.with(this.marked, [within(x + right, WIDTH), within(y + down, HEIGHT)]));
    }

    /** Add a corner in the middle of the side behind the marked one. */
    add() {
      const [[x1, y1], [x2, y2]] = [this.corners[this.marked], this.corners[(this.marked + 1) % this.corners.length]];
      const middle = [Math.round((x1 + x2) / 2), Math.round((y1 + y2) / 2)];
      this.marked += 1;
      this.change(this.corners.toSpliced(this.marked, 0, middle));
      this.focus();
    }

    /** Remove the marked corner; three are the fewest. */
    remove() {
      if (this.corners.length <= FEWEST) return this.tell(this.root.dataset.few, true);
      this.change(this.corners.toSpliced(this.marked, 1));
      return this.focus();
    }

    /** Do what a button says. */
    tool(name) {
      const start = [[400, 240], [600, 240], [600, 360], [400, 360]];
      const tools = {
        start: () => this.change(start),
        add: () => this.add(),
        remove: () => this.remove(),
        undo: () => this.step(this.past, this.future),
        redo: () => this.step(this.future, this.past),
      };
      tools[name]?.();
    }

    /** Mark the corner that got the focus. */
    mark(target) {
      if (target?.dataset.corner !== undefined) this.marked = Number(target.dataset.corner);
      this.own.querySelectorAll(".outline-corner").forEach((circle, n) => {
        circle.classList.toggle("is-marked", n === this.marked);
      });
    }

    /** Give the focus to the marked corner. */
    focus() {
      this.own.querySelector(`[data-corner="${this.marked}"]`)?.focus();
    }

    /** Draw the outline, its sides and its corners, and say what is odd about it. */
    draw() {
      this.shape.setAttribute("points", asPoints(this.corners));
      this.parts("line", "edge", (line, n) => {
        const [[x1, y1], [x2, y2]] = [this.corners[n], this.corners[(n + 1) % this.corners.length]];
        this.set(line, { x1, y1, x2, y2, "data-edge": n });
      });
      this.parts("circle", "corner", (circle, n) => {
        const [cx, cy] = this.corners[n];
        const label = filled(this.root.dataset.corner, { number: n + 1, x: cx, y: cy });
        this.set(circle, { cx, cy, r: 11, tabindex: 0, role: "button", "aria-label": label, "data-corner": n });
      });
      this.mark();
      this.enable();
      this.judge();
    }

    /** Keep one element of a kind for each corner; those that are there stay, and with them the focus. */
    parts(tag, name, place) {
      const group = this.own.querySelector(`.outline-${name}s`);
      [...group.children].slice(this.corners.length).forEach((part) => part.remove());
      this.corners.forEach((_corner, n) => {
        const part = group.children[n] ?? group.appendChild(document.createElementNS(this.svg.namespaceURI, tag));
        part.setAttribute("class", `outline-${name}`);
        place(part, n);
      });
    }

    set(element, attributes) {
      Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    }

    /** Let only those buttons be pressed that do something. */
    enable() {
      const can = {
        start: !this.corners.length,
        add: this.corners.length > 1,
        remove: this.corners.length > FEWEST,
        undo: this.past.length,
        redo: this.future.length,
      };
      Object.entries(can).forEach(([name, is]) => {
        this.root.querySelector(`[data-do=${name}]`).disabled = !is;
      });
    }

    /** Warn of what is odd; nothing of it keeps the outline from being saved but what the server refuses. */
    judge() {
      const words = this.root.dataset;
      if (!read(this.field.value)) return this.tell(words.unreadable, true);
      if (!this.corners.length) return this.tell(words.none);
      if (this.corners.length < FEWEST) return this.tell(words.few, true);
      const warnings = this.corners.some(isOutside) ? [filled(words.outside, { width: WIDTH, height: HEIGHT })] : [];
      if (outlineGeometry.area(this.corners)) warnings.push(...this.conflicts());
      return this.tell(warnings.join(" ") || filled(words.fine, { number: this.corners.length }), warnings.length > 0);
    }

    /** Return what to say of others that lie under the outline, and of a zone that it leaves. */
    conflicts() {
      const rivals = this.others.filter((other) => other.kind === this.root.dataset.kind);
      const over = rivals.filter((other) => outlineGeometry.overlap(this.corners, other.corners));
      const away = this.others.filter((other) => other.isHome && !outlineGeometry.liesWithin(this.corners, other.corners));
      const names = (list) => list.map((other) => other.name).join(", ");
      return [
        ...(over.length ? [filled(this.root.dataset.overlap, { names: names(over) })] : []),
        ...(away.length ? [filled(this.root.dataset.away, { names: names(away) })] : []),
      ];
    }

    /** Say something under the drawing. */
    tell(words, isWarning = false) {
      if (this.says.textContent !== words) this.says.textContent = words;
      this.says.classList.toggle("is-warning", isWarning);
    }
  }

  document.querySelectorAll(".outline-editor").forEach((root) => new Editor(root));
})();
