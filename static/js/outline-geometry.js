// Outlines on the floor plan, as zones/geometry.py knows them: what lies inside and what overlaps.

const outlineGeometry = (() => {
  const NEAR = 1e-6;

  /** Return the sides of an outline, the last one back to the first corner. */
  const sides = (outline) => outline.map((corner, n) => [corner, outline[(n + 1) % outline.length]]);

  /** Return what an outline covers. */
  const area = (outline) =>
    Math.abs(sides(outline).reduce((sum, [[x1, y1], [x2, y2]]) => sum + x1 * y2 - x2 * y1, 0)) / 2;

  /** Say whether a point lies on a side. */
  function isOn([x, y], [[x1, y1], [x2, y2]]) {
    const aside = Math.abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
    if (aside > NEAR * (Math.abs(x2 - x1) + Math.abs(y2 - y1) + 1)) return false;
    const between = (one, other, value) => Math.min(one, other) - NEAR <= value && value <= Math.max(one, other) + NEAR;
    return between(x1, x2, x) && between(y1, y2, y);
  }

  /** Return where a line across the plan at a height crosses an outline, from left to right. */
  const crossings = (outline, y) =>
    sides(outline)
      .filter(([[, y1], [, y2]]) => y1 > y !== y2 > y)
      .map(([[x1, y1], [x2, y2]]) => x1 + ((y - y1) * (x2 - x1)) / (y2 - y1))
      .sort((one, other) => one - other);

  const isOnSide = (outline, point) => sides(outline).some((side) => isOn(point, side));

  /** Say whether a point lies inside an outline and not on its sides. */
  const holds = (outline, point) =>
    !isOnSide(outline, point) && crossings(outline, point[1]).filter((x) => x < point[0]).length % 2 === 1;

  /** Return where on the first side, from 0 to 1, the other meets it; none for sides that do not meet. */
  function meeting([[x1, y1], [x2, y2]], [[x3, y3], [x4, y4]]) {
    const turn = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3);
    if (Math.abs(turn) < NEAR) return [];
    const here = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / turn;
    const there = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / turn;
    const isWithin = (part) => part >= -NEAR && part <= 1 + NEAR;
    return isWithin(here) && isWithin(there) ? [here] : [];
  }

  /** Return the middle of each piece into which another outline cuts a side. */
  function pieces(side, other) {
    const [[x1, y1], [x2, y2]] = side;
    const along = ([x, y]) => (Math.abs(x2 - x1) > Math.abs(y2 - y1) ? (x - x1) / (x2 - x1) : (y - y1) / (y2 - y1));
    const touched = other.filter((corner) => isOn(corner, side)).map(along);
    const cuts = [0, 1, ...touched, ...sides(other).flatMap((edge) => meeting(side, edge))].sort((a, b) => a - b);
    return cuts.slice(1).flatMap((end, n) => {
      const middle = (cuts[n] + end) / 2;
      return end - cuts[n] > NEAR ? [[x1 + (x2 - x1) * middle, y1 + (y2 - y1) * middle]] : [];
    });
  }

  const middles = (one, other) =>
    sides(one)
      .filter(([[x1, y1], [x2, y2]]) => x1 !== x2 || y1 !== y2)
      .flatMap((side) => pieces(side, other));

  /** Return a point inside an outline. */
  function innerPoint(outline) {
    const heights = [...new Set(outline.map(([, y]) => y))].sort((one, other) => one - other);
    let best = [-1, 0, 0];
    heights.slice(1).forEach((lower, n) => {
      const y = (heights[n] + lower) / 2;
      const xs = crossings(outline, y);
      for (let at = 0; at + 1 < xs.length; at += 2) {
        if (xs[at + 1] - xs[at] > best[0]) best = [xs[at + 1] - xs[at], (xs[at] + xs[at + 1]) / 2, y];
      }
    });
    return best.slice(1);
  }

  /** Say whether two outlines cover the same ground; sides that only touch do not overlap. */
  const overlap = (one, other) =>
    middles(one, other).some((point) => holds(other, point)) ||
    middles(other, one).some((point) => holds(one, point)) ||
    holds(other, innerPoint(one));

  /** Say whether all of one outline lies inside another or on its sides. */
  const liesWithin = (inner, outer) =>
    middles(inner, outer).every((point) => holds(outer, point) || isOnSide(outer, point));

  return { area, overlap, liesWithin };
})();
