import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import type { Environment } from "../engine/types";

/** What Convex Auth's own setup command makes: the key with spaces for line breaks, and its public half as a key set. */
export async function generateConvexAuthKeys(): Promise<{ JWT_PRIVATE_KEY: string; JWKS: string }> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const pem = await exportPKCS8(privateKey);
  const jwk = await exportJWK(publicKey);
  return {
    JWT_PRIVATE_KEY: pem.trimEnd().replaceAll("\n", " "),
    JWKS: JSON.stringify({ keys: [{ use: "sig", ...jwk }] }),
  };
}

/**
 * Sets the variables that Convex Auth needs, once: a new key would end every session. Those in `given` come from outside
 * and are left alone.
 */
export async function ensureConvexAuthKeys(
  environment: Environment,
  given: { readonly [name: string]: string },
  siteUrl: string,
): Promise<void> {
  const missing = (name: string) => given[name] === undefined && environment.get(name) === undefined;
  const changes: { name: string; value: string }[] = [];
  if (missing("JWT_PRIVATE_KEY") && missing("JWKS")) {
    const keys = await generateConvexAuthKeys();
    changes.push(...Object.entries(keys).map(([name, value]) => ({ name, value })));
  }
  if (missing("SITE_URL")) changes.push({ name: "SITE_URL", value: siteUrl });
  if (changes.length > 0) await environment.set(changes);
}
