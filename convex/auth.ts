import GitHub from "@auth/core/providers/github";
import Google, { type GoogleProfile } from "@auth/core/providers/google";
import { Anonymous } from "@convex-dev/auth/providers/Anonymous";
import type { ConvexCredentialsUserConfig } from "@convex-dev/auth/providers/ConvexCredentials";
import { Password } from "@convex-dev/auth/providers/Password";
import {
  convexAuth,
  type ConvexCredentialsConfig,
  modifyAccountCredentials,
  retrieveAccount,
} from "@convex-dev/auth/server";
import { ConvexError, type Value } from "convex/values";
import { internal } from "./_generated/api";
import type { DataModel, Id } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { hasProvider, isPassword, parsePassword } from "./model/accounts";
import { markVerified, userOfNewPassword, userOfProvider } from "./model/authProfiles";
import { parseEmail } from "./model/emails";
import { arenaError } from "./model/errors";
import { mailRoute } from "./model/mail";
import { hashSecret, verifySecret } from "./model/passwords";
import { resetCode } from "./model/resetCode";
import { MAX_FAILURES_PER_HOUR } from "./model/signInLimits";

type Config = ConvexCredentialsUserConfig<DataModel>;
type Authorize = Config["authorize"];
type AuthorizeCtx = Parameters<Authorize>[1];

/** The same provider with another `authorize`, which may ask for the provider's own. */
function guarded(provider: ConvexCredentialsConfig, guard: (inner: Authorize) => Authorize): ConvexCredentialsConfig {
  // Where Convex Auth keeps what a provider was made with.
  const { options } = provider as unknown as { options: Config };
  return { ...provider, options: { ...options, authorize: guard(options.authorize) } } as ConvexCredentialsConfig;
}

const guests = guarded(Anonymous<DataModel>(), (inner) => async (_params, ctx) => {
  await ctx.runMutation(internal.accounts.admit, { act: "guest", ip: await addressOf(ctx), email: null });
  return await inner({}, ctx);
});

const passwordProvider = Password<DataModel>({
  profile: ({ email }) => ({ email: parseEmail(email) }),
  validatePasswordRequirements: (password) => void parsePassword(password),
  reset: resetCode,
  crypto: { hashSecret, verifySecret },
});

/** Only what a flow needs is taken from the client, and nothing is looked up before its limits were asked. */
const passwords = guarded(passwordProvider, (inner) => async (params, ctx) => {
  const email = parseEmail(params.email);
  switch (params.flow) {
    case "signUp":
      return await signUp(ctx, email, parsePassword(params.password), inner);
    case "signIn":
      return await signInWith(ctx, email, params.password, inner);
    case "reset":
      return await sendReset(ctx, email, inner);
    case "reset-verification":
      return await reset(ctx, { email, code: params.code, newPassword: parsePassword(params.newPassword) }, inner);
    default:
      throw wrongCredentials();
  }
});

async function signUp(ctx: AuthorizeCtx, email: string, password: string, inner: Authorize) {
  const { taken } = await admit(ctx, "signUp", email);
  if (taken) throw emailTaken();
  try {
    return await inner({ flow: "signUp", email, password }, ctx);
  } catch (error) {
    // Somebody else was quicker.
    if (error instanceof Error && error.message.includes("already exists")) throw emailTaken();
    throw error;
  }
}

async function signInWith(ctx: AuthorizeCtx, email: string, password: Value | undefined, inner: Authorize) {
  const { guestId } = await admit(ctx, "signIn", email);
  if (!isPassword(password)) throw wrongCredentials();
  try {
    return await adopted(ctx, guestId, await inner({ flow: "signIn", email, password }, ctx));
  } catch (error) {
    // An account that does not exist takes as long to refuse as a wrong password.
    if (error instanceof Error && error.message === "InvalidAccountId") await hashSecret(password);
    throw asWrong(error);
  }
}

/** Answers the same whether or not there is such an account, and, where a mail is sent, not sooner. */
async function sendReset(ctx: AuthorizeCtx, email: string, inner: Authorize): Promise<null> {
  await admit(ctx, "reset", email);
  const route = mailRoute();
  if (route === null) throw arenaError("RESET_UNAVAILABLE", "This deployment cannot send mail");
  const patience = route === "resend" ? sleep(RESET_MS) : null;
  try {
    await inner({ flow: "reset", email }, ctx);
  } catch (error) {
    asWrong(error);
  }
  await patience;
  return null;
}

const RESET_MS = 2_000;

async function reset(
  ctx: AuthorizeCtx,
  { email, code, newPassword }: { email: string; code: Value | undefined; newPassword: string },
  inner: Authorize,
) {
  const { guestId } = await admit(ctx, "verify", email);
  if (typeof code !== "string" || !/^\d{8}$/.test(code)) throw wrongCredentials();
  try {
    return await adopted(ctx, guestId, await inner({ flow: "reset-verification", email, code, newPassword }, ctx));
  } catch (error) {
    throw asWrong(error);
  }
}

async function admit(ctx: AuthorizeCtx, act: "signUp" | "signIn" | "reset" | "verify", email: string) {
  const admitted: { taken: boolean; guestId: Id<"users"> | null } = await ctx.runMutation(internal.accounts.admit, {
    act,
    ip: await addressOf(ctx),
    email,
  });
  return admitted;
}

/** Whoever was a guest until this sign-in brings along what they have. */
async function adopted(ctx: AuthorizeCtx, guestId: Id<"users"> | null, who: Awaited<ReturnType<Authorize>>) {
  if (guestId && who) await ctx.runMutation(internal.accounts.adopt, { guestId, userId: who.userId });
  return who;
}

async function addressOf(ctx: AuthorizeCtx): Promise<string | null> {
  return (await ctx.meta.getRequestMetadata()).ip;
}

const REFUSALS = new Set([
  "InvalidAccountId",
  "InvalidSecret",
  "TooManyFailedAttempts",
  "Invalid code",
  "Could not verify code",
]);

/** What Convex Auth refuses, as one error that tells nobody which part was wrong. Throws whatever is no refusal. */
function asWrong(error: unknown): ConvexError<Value> {
  if (error instanceof Error && REFUSALS.has(error.message)) return wrongCredentials();
  throw error;
}

function wrongCredentials() {
  return arenaError("WRONG_CREDENTIALS", "Email, password or code do not match");
}

function emailTaken() {
  return arenaError("EMAIL_TAKEN", "An account with this email exists");
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Throws WRONG_CREDENTIALS. */
export async function verifyPassword(ctx: ActionCtx, email: string, secret: string): Promise<void> {
  if (!isPassword(secret)) throw wrongCredentials();
  try {
    await retrieveAccount(ctx, { provider: "password", account: { id: email, secret } });
  } catch (error) {
    throw asWrong(error);
  }
}

export async function setPassword(ctx: ActionCtx, email: string, secret: string): Promise<void> {
  await modifyAccountCredentials(ctx, { provider: "password", account: { id: email, secret } });
}

/** Whoever comes back is the browser that left, also where a provider does not check the verifier of PKCE. */
const CHECKS: ("pkce" | "state")[] = ["pkce", "state"];

/** GitHub does not say whether the email is proven; neither the name nor the picture is taken over. */
const github = GitHub({ checks: CHECKS, profile: ({ id, email }) => ({ id: String(id), email }) });
const google = Google<GoogleProfile>({
  checks: CHECKS,
  profile: ({ sub, email, email_verified: emailVerified }) => ({ id: sub, email, emailVerified }),
});

/** Watching needs none of this. A guest is made at the first act that needs somebody, and may become an account. */
export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({
  providers: [
    guests,
    passwords,
    ...(hasProvider("GITHUB") ? [github] : []),
    ...(hasProvider("GOOGLE") ? [google] : []),
  ],
  signIn: { maxFailedAttempsPerHour: MAX_FAILURES_PER_HOUR },
  callbacks: {
    createOrUpdateUser: async (anyCtx, { existingUserId, type, provider, profile }) => {
      const ctx = anyCtx as unknown as MutationCtx;
      if (existingUserId !== null) {
        if (type === "verification") await markVerified(ctx, existingUserId);
        return existingUserId;
      }
      if (provider.id === "anonymous") return await ctx.db.insert("users", { isAnonymous: true });
      if (provider.id === "password") return await userOfNewPassword(ctx, parseEmail(profile.email));
      return await userOfProvider(ctx, profile);
    },
    beforeSessionCreation: async (anyCtx, { userId }) => {
      const ctx = anyCtx as unknown as MutationCtx;
      const user = await ctx.db.get("users", userId);
      // It may have been deleted since the password was compared.
      if (user === null || user.deletedAt !== undefined) throw wrongCredentials();
    },
  },
});
