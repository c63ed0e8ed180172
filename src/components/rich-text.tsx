import { Suspense } from "react";
import { lazyPart } from "../lib/load-part";

const loadMarkdown = () => import("./markdown");
const Markdown = lazyPart(loadMarkdown);

/** Starts the download early: the markdown code is a chunk of its own. */
export function preloadRichText(): void {
  void loadMarkdown().catch(() => undefined);
}

/** Until the markdown code is there the same words stand as plain text, at the same size. */
export function RichText({ text, growing }: { text: string; growing: boolean }) {
  return (
    <Suspense fallback={<p className="plain whitespace-pre-wrap">{text}</p>}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  );
}
