import { type Attack, HOME } from "./attack";

/** What somebody may call themselves, or try to: at most 40 characters. */
export const NAME_ATTACKS: readonly Attack[] = [
  ["image handler", "<img src=x onerror=window.__pwned=1>"],
  ["script", "<script>window.__pwned=1</script>"],
  ["link", `[Admin](${HOME})`],
  ["template", "{{constructor('alert(1)')()}}"],
  ["right to left, with numbers", "אבג דהו 100 (1) − 30"],
  ["right-to-left override", "\u202Eeno taht\u202C and \u2067this"],
  ["Arabic", "مدير الساحة: محظور"],
  ["piled accents", "Z\u0310\u0311\u0312\u0313\u0314\u0315".repeat(6)],
  ["one long word", "W".repeat(40)],
  ["the widest letter", `${"﷽".repeat(38)}ab`],
  ["zero width", "Zero\u200B\u2060\uFEFF\u00ADwidth"],
  ["words of ours", "Admin · You, Host (banned for good)"],
];

/** What shows nothing is no name. */
export const NO_NAMES: readonly Attack[] = [
  ["nothing but spaces that are none", "\u200B\u2060\uFEFF\u00AD\u3164"],
  ["blank braille", "\u2800".repeat(8)],
  ["nothing but marks", "\u0310\u0311\u0312"],
  ["nothing but signs", "🏴\u{E0067}\u{E007F} !?"],
  ["too long", "W".repeat(41)],
];
