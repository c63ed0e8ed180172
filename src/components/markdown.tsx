import type { ReactNode } from "react";
import { harden } from "rehype-harden";
import { defaultRehypePlugins, Streamdown, type StreamdownProps } from "streamdown";

/** Plain elements, styled by `.prose`: no copy buttons, no highlighter, no diagrams for a debate. */
const components: StreamdownProps["components"] = {
  a: SafeLink,
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
const rehypePlugins: StreamdownProps["rehypePlugins"] = [
  defaultRehypePlugins.sanitize!,
  [harden, { allowedLinkPrefixes: ["*"], linkBlockPolicy: "text-only", imageBlockPolicy: "text-only" }],
  withoutIds,
];

interface Node {
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Footnotes come with ids, which two turns would share. */
function withoutIds() {
  return function strip({ properties, children = [] }: Node): void {
    delete properties?.id;
    for (const child of children) strip(child);
  };
}

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

/**
 * An https link, followed by where it leads unless its words are that very address: words can name another. Anything else, and an
 * address with a name and password in front of its host, is only its words. streamdown types `a` both as a link and as any custom
 * tag; `object` is what the two have in common.
 */
function SafeLink(props: object) {
  const { href, children } = props as { href?: unknown; children?: ReactNode };
  const url = typeof href === "string" && href.startsWith("https://") ? parsed(href) : null;
  if (!url || url.username || url.password) return <span>{children}</span>;
  // A host of other alphabets is spelled in code in a URL, so words that only look like it are not it.
  const named = typeof children === "string" && children.includes(url.host) && hostOf(children) === url.host;
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
      </a>
      {!named && <bdi className="link-host"> ({url.host})</bdi>}
    </>
  );
}

/** `URL.parse`, which not every browser has yet. */
function parsed(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

const hostOf = (text: string) => parsed(/^https?:\/\//.test(text) ? text : `https://${text}`)?.host;
