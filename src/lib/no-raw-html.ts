/** Stands in for `rehype-raw` in the bundle. Throws where it would parse: nothing may ever turn a model's HTML into elements. */
export default function noRawHtml(): never {
  throw new Error("Raw HTML is never parsed here.");
}
