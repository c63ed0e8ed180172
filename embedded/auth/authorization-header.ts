import type { UserIdentityJson } from "../engine/types";
import { ANONYMOUS, type Authenticated, AuthenticationError, type Authenticator } from "./authenticator";

function actingAs(encoded: string): Partial<UserIdentityJson> {
  try {
    return JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Partial<UserIdentityJson>;
  } catch (cause) {
    throw new AuthenticationError("BadAdminKey", "The identity to act as is not base64 of JSON", { cause });
  }
}

/**
 * `Bearer <token>` is a user, `Convex <admin key>[:<base64 JSON of an identity to act as>]` the administrator.
 * @throws AuthenticationError
 */
export async function authenticateHeader(
  header: string | undefined,
  authenticator: Authenticator,
): Promise<Authenticated> {
  if (!header) return ANONYMOUS;
  const [, scheme, value = ""] = /^(\S+)\s+(.*)$/.exec(header.trim()) ?? [];
  switch (scheme?.toLowerCase()) {
    case "bearer":
      return await authenticator.user(value);
    case "convex": {
      const [key = "", identity] = value.split(":");
      return await authenticator.admin(key, identity === undefined ? undefined : actingAs(identity));
    }
    default:
      throw new AuthenticationError(
        "InvalidAuthHeader",
        "The Authorization header must begin with `Bearer ` or `Convex `",
      );
  }
}
