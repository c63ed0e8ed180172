import type { JSONValue } from "convex/values";
import { z } from "zod";

const oidc = z.object({ domain: z.string().min(1), applicationID: z.string() });
const customJwt = z.object({
  type: z.literal("customJwt"),
  applicationID: z.string().optional(),
  issuer: z.string().min(1),
  jwks: z.string().min(1),
  algorithm: z.enum(["RS256", "ES256"]),
});
const authConfig = z.object({ providers: z.array(z.union([customJwt, oidc])) });

/** A provider of auth.config.ts whose tokens are accepted. */
export interface AuthProvider {
  readonly kind: "oidc" | "customJwt";
  /** Without a scheme it is an https host. */
  readonly issuer: string;
  readonly applicationId: string | null;
  readonly algorithms: readonly string[];
  /** Where the keys are; null: the issuer's discovery document says. */
  readonly jwks: string | null;
}

function withScheme(domain: string): string {
  return /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
}

/** @throws Error naming what is wrong with auth.config.ts. */
export function authProviders(config: JSONValue | null): AuthProvider[] {
  if (config === null) return [];
  const parsed = authConfig.safeParse(config);
  if (!parsed.success) throw new Error(`auth.config.ts is invalid: ${z.prettifyError(parsed.error)}`);
  return parsed.data.providers.map((provider) =>
    "domain" in provider
      ? {
          kind: "oidc",
          issuer: withScheme(provider.domain),
          applicationId: provider.applicationID,
          algorithms: ["RS256", "ES256"],
          jwks: null,
        }
      : {
          kind: "customJwt",
          issuer: withScheme(provider.issuer),
          applicationId: provider.applicationID ?? null,
          algorithms: [provider.algorithm],
          jwks: provider.jwks,
        },
  );
}

/** Issuers are compared without a trailing slash, which some providers add to their tokens. */
export function sameIssuer(a: string, b: string): boolean {
  return a.replace(/\/+$/, "") === b.replace(/\/+$/, "");
}
