/**
 * The deployment this page talks to: the `convex-url` meta tag (written by the embedded host when it serves the page),
 * else the build's VITE_CONVEX_URL. A tag still holding its `%...%` placeholder counts as absent. Null when neither is a URL.
 */
export function convexUrl(page: Document, built: string | undefined): string | null {
  const served = page.querySelector<HTMLMetaElement>('meta[name="convex-url"]')?.content;
  return [served, built].find(isHttpUrl) ?? null;
}

function isHttpUrl(value: string | undefined): value is string {
  return value !== undefined && /^https?:\/\//.test(value) && URL.canParse(value);
}
