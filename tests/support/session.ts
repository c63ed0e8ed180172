import { ConvexHttpClient } from "convex/browser";
import { api } from "../../convex/_generated/api";

/** A client signed in as a new anonymous account, as a host's browser is after creating a room. */
export async function signIn(convexUrl: string): Promise<ConvexHttpClient> {
  const client = new ConvexHttpClient(convexUrl);
  const { tokens } = await client.action(api.auth.signIn, { provider: "anonymous" });
  if (!tokens) throw new Error("Anonymous sign-in answered no token.");
  client.setAuth(tokens.token);
  return client;
}
