import type { Plugin } from "vite";
import { contentSecurityPolicy, headersFile } from "./web-headers.ts";

/**
 * A build that knows its deployment (`VITE_CONVEX_URL`) carries its headers along: as `_headers`, and the policy in the page
 * too, for hosts that let nobody set a header. Without one it is for the embedded host, which sends them itself.
 */
export function securityFiles(): Plugin {
  let convexUrl: string | undefined;
  return {
    name: "arena:security-files",
    apply: "build",
    configResolved: ({ env }) => void (convexUrl = (env as { VITE_CONVEX_URL?: string }).VITE_CONVEX_URL || undefined),
    generateBundle() {
      if (convexUrl) this.emitFile({ type: "asset", fileName: "_headers", source: headersFile(convexUrl) });
    },
    transformIndexHtml() {
      if (!convexUrl) return [];
      // A page cannot forbid by itself to be framed.
      const content = contentSecurityPolicy({ convexUrl }).replace(/frame-ancestors [^;]*; /, "");
      return [
        { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" as const },
      ];
    },
  };
}

/**
 * sonner puts its styles into the page by script, which the policy forbids; `toasts.tsx` imports the same styles as a file.
 * Throws when a new version of sonner does it in another way.
 */
export function stylesAsFiles(): Plugin {
  return {
    name: "arena:styles-as-files",
    apply: "build",
    transform: {
      filter: { id: /node_modules\/sonner\/dist\/index\.mjs$/ },
      handler(code) {
        const injected = /^__insertCSS\("(?:[^"\\]|\\.)*"\);?$/m;
        if (!injected.test(code))
          throw new Error("sonner no longer calls __insertCSS: look at how it adds its styles.");
        return { code: code.replace(injected, ""), map: null };
      },
    },
  };
}
