// What a scanned or typed text stands for, as activities/actions/scanning.py reads it, and how names are compared.

const PASS = /([\w-]{22})\.([\w-]{16})/;
const PAGE = /\/registrations\/([\w-]{22})\//;
// goodsociety/common/codes.py: without what is misread on paper or misheard in a hall.
export const LETTERS = "234679ACDEFGHJKMNPQRTWXYZ";
const REFERENCE = new RegExp(`^[${LETTERS}]{8}$`);

export const typed = (text) => text.toUpperCase().replace(/[\s-]/g, "");
export const isReference = (text) => REFERENCE.test(typed(text));

// Whether a text can be one of ours; the rest is somebody else's QR code.
export const isOurs = (text) => PASS.test(text) || PAGE.test(text) || isReference(text);

// The field of the list and what stands in it. The list holds no codes, only the beginning of their digests, which a
// browser cannot work out without HTTPS.
export async function read(text) {
  const [, code] = PASS.exec(text) ?? [];
  if (code) return ["pass", await digest(code)];
  const [, page] = PAGE.exec(text) ?? [];
  return page ? ["page", await digest(page)] : ["reference", typed(text)];
}

async function digest(code) {
  if (!crypto.subtle) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Names are found whatever their case, accents, spaces and tone marks; marks of silent letters count as little.
export const folded = (name) =>
  name.normalize("NFKD").toLowerCase().replace(/ำ/g, "ํา").replace(/[\u0300-\u036f\u0e47-\u0e4e\s.\-']/g, "");
