/** A header's name and value, as they are sent with every file of the web app. */
export type Headers = Readonly<Record<string, string>>;

export interface PolicyOptions {
  /** The deployment that the page talks to. */
  convexUrl: string;
  /** The development server's: Vite marks its inline scripts with the nonce and reloads over a socket of its own. */
  nonce?: string;
}

/** What a page of the web app may load, run and reach. docs/security.md gives the reasons. */
export function contentSecurityPolicy({ convexUrl, nonce }: PolicyOptions): string {
  const { origin } = new URL(convexUrl);
  const directives: Record<string, string> = {
    "default-src": "'none'",
    "script-src": nonce ? `'self' 'nonce-${nonce}'` : "'self'",
    // While developing, styles are hot-reloaded as elements; the built app has them in files.
    "style-src": nonce ? "'self' 'unsafe-inline'" : "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": `'self' ${origin} ${origin.replace(/^http/, "ws")}`,
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  };
  if (nonce) for (const name of ["require-trusted-types-for", "trusted-types"]) delete directives[name];
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** Every header that protects the page, wherever it is served. An invitation's secret is in its URL: no referrer ever leaves. */
export function securityHeaders(options: PolicyOptions): Headers {
  return {
    "Content-Security-Policy": contentSecurityPolicy(options),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy":
      "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}

/** File names of these carry a hash of what is in them. */
export const HASHED_ASSETS = "/assets/";
export const IMMUTABLE = "public, max-age=31536000, immutable";

/** A `_headers` file as Netlify and Cloudflare Pages read it. Browsers heed the last header over https only. */
export function headersFile(convexUrl: string): string {
  const always = { ...securityHeaders({ convexUrl }), "Strict-Transport-Security": "max-age=31536000" };
  return `${rule("/*", always)}\n${rule(`${HASHED_ASSETS}*`, { "Cache-Control": IMMUTABLE })}`;
}

function rule(path: string, headers: Headers): string {
  return `${path}\n${Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join("")}`;
}
