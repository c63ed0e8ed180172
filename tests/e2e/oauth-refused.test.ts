import { describe, expect, test } from "vitest";
import { accountButton } from "../support/account-page";
import { createRoom } from "../support/arena-page";
import { type Visit, visitProvider } from "../support/consent";
import { AUTHORIZE, CLIENTS } from "../support/identity-provider";
import { failedWith, type Name, notesIn, press, PROVIDERS, somebody, useOAuthStage } from "../support/oauth-stage";

/** Sign-ins at GitHub and Google that go wrong on their way, by mistake or on purpose. */
const stage = useOAuthStage();

const set = (key: string, value: () => string) => (address: URL) => address.searchParams.set(key, value());

/** A code that somebody else got at the provider, for a sign-in that began in their browser. */
function foreignCode(name: Name): string {
  const id = name === "GitHub" ? "github" : "google";
  const asked = new URL(AUTHORIZE[id]);
  const params = {
    client_id: CLIENTS[id].id,
    redirect_uri: `http://127.0.0.1:${Number(stage.product.env.CONVEX_PORT) + 1}/api/auth/callback/${id}`,
    response_type: "code",
    scope: "user:email email",
    code_challenge: "A".repeat(43),
    code_challenge_method: "S256",
    state: "s".repeat(43),
  };
  for (const [key, value] of Object.entries(params)) asked.searchParams.set(key, value);
  return stage.provider.authorize(asked, somebody()).searchParams.get("code")!;
}

const failures = PROVIDERS.flatMap((name) => [
  { what: "consent was refused", name, person: "refuses" as const, refused: [] },
  { what: "the state is another", name, back: set("state", () => "x".repeat(43)), refused: [] },
  { what: "the state is missing", name, back: (at: URL) => at.searchParams.delete("state"), refused: [] },
  { what: "another provider answers", name, back: set("iss", () => "https://evil.example"), refused: [] },
  { what: "the code is made up", name, back: set("code", () => "made-up"), refused: ["bad_verification_code"] },
  {
    what: "the code is somebody else's",
    name,
    back: set("code", () => foreignCode(name)),
    refused: ["invalid_grant"],
  },
]);

describe("is told in words, and makes nobody:", () => {
  test.each(failures)("$what, with $name", async ({ name, person = somebody(), back, refused }) => {
    const page = await stage.visit("/account");
    const before = await stage.counted();
    await stage.goOnWith(page, name, { person, back });
    await failedWith(page, name).waitFor();
    expect(page.url()).toBe(stage.webUrl("/account"));
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    expect(stage.provider.refused).toEqual(refused);
    expect(await stage.counted()).toEqual(before);
    // It is said once.
    expect(await notesIn(page)).toEqual([]);
  });

  test.each(PROVIDERS)("a last code that is another, with %s", async (name) => {
    const page = await stage.visit("/account");
    const { users, sessions } = await stage.counted();
    await stage.goOnWith(page, name, { person: somebody(), home: set("code", () => "00000000") });
    await failedWith(page, name).waitFor();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    // The account is there by then; nobody is in it.
    expect(await stage.counted()).toMatchObject({ users: users + 1, sessions });
  });
});

test("a guest whose way back was broken is told, tries again, and has the room", async () => {
  const page = await stage.visit("/rooms/new");
  const url = await createRoom(page, stage.webUrl(), {
    topic: "Is the third try the charm?",
    fighters: ["Socrates", "Firebrand"],
    rounds: 1,
  });
  const there: Visit = { person: "refuses" };
  await visitProvider(page, stage.provider, there);
  const asGuest = async () => {
    await page.getByRole("banner").getByRole("button", { name: "Account: Guest" }).click();
    await page.getByRole("menuitem", { name: /^Create an account/ }).click();
    await press(page, "GitHub");
  };
  await asGuest();
  await failedWith(page, "GitHub").waitFor();
  await page.getByRole("button", { name: "Start battle" }).waitFor();

  there.person = somebody();
  there.home = set("code", () => "00000000");
  await asGuest();
  const way = page.getByRole("banner").getByRole("button", { name: "Sign in" });
  await way.waitFor();
  await failedWith(page, "GitHub").waitFor();

  there.home = undefined;
  await way.click();
  await press(page, "GitHub");
  await page.getByRole("banner").getByRole("button", { name: "Account: Player" }).waitFor();
  expect(page.url()).toBe(url);
  await page.getByRole("button", { name: "Start battle" }).waitFor();
});

test("a link with a code signs out nobody who has not just left for one", async () => {
  const page = await stage.enter("Google", somebody());
  const name = await page.getByRole("heading", { level: 1 }).textContent();
  expect(name).toMatch(/^Player/);
  await page.goto(stage.webUrl("/account?code=12345678"));
  await page.getByRole("region", { name: "Profile" }).waitFor();
  await page.goto(stage.webUrl("/account"));
  await accountButton(page).waitFor();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(name);
});

test("neither what is printed nor what functions log holds a secret, a code or a token of all this", async () => {
  const { text, secrets } = await stage.printed();
  expect(text).toContain("OAuth Provider returned an error");
  expect(secrets.size).toBeGreaterThan(40);
  expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
});
