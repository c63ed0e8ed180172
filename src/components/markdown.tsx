import type { AnchorHTMLAttributes, ReactNode } from "react";
import { harden } from "rehype-harden";
import { type Components, defaultRehypePlugins, Streamdown } from "streamdown";

/** Plain elements, styled by `.prose`: no copy buttons, no highlighter, no diagrams for a debate. */
const components: Components = {
  a: SafeLink,
  img: () => null,
  pre: "pre",
  code: "code",
  h1: "h4",
  h2: "h4",
  h3: "h4",
  h4: "h4",
  h5: "h4",
  h6: "h4",
  p: "p",
  ul: "ul",
  ol: "ol",
  li: "li",
  blockquote: "blockquote",
  hr: "hr",
  strong: "strong",
  table: "table",
  thead: "thead",
  tbody: "tbody",
  tr: "tr",
  th: "th",
  td: "td",
};

/**
 * A model's words are untrusted. `rehype-raw` is left out, so HTML in them stays visible text; the schema drops what is
 * unknown; harden drops every image and all dangerous links; `SafeLink` keeps absolute https links only.
 */
const rehypePlugins = [
  defaultRehypePlugins.sanitize!,
  [harden, { allowedLinkPrefixes: ["*"], linkBlockPolicy: "text-only", imageBlockPolicy: "text-only" }] as [
    typeof harden,
    Parameters<typeof harden>[0],
  ],
];

/** Markdown that may still be growing: only its last block is parsed and rendered again, finished ones are memoised. */
export default function Markdown({ text, growing }: { text: string; growing: boolean }) {
  return (
    <Streamdown
      className="md"
      components={components}
      rehypePlugins={rehypePlugins}
      isAnimating={growing}
      controls={false}
      linkSafety={{ enabled: false }}
    >
      {text}
    </Streamdown>
  );
}

function SafeLink({ href, children }: AnchorHTMLAttributes<HTMLAnchorElement> & { children?: ReactNode }) {
  if (!href?.startsWith("https://")) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}
