import { ConvexHttpClient } from "convex/browser";
import type { FunctionArgs } from "convex/server";
import type { Browser, Page } from "playwright-core";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { Product } from "./product";

/** A host who acts through a browser and, where a test only needs the result, through the API: one account, two ways in. */
export interface HostPage {
  page: Page;
  client: ConvexHttpClient;
  /** Makes a room by the API and shows it. */
  openRoom: (room: FunctionArgs<typeof api.rooms.create>) => Promise<Id<"rooms">>;
}

interface HostPageOptions {
  width?: number;
  dark?: boolean;
  /** Without it an anonymous account. */
  account?: { email: string; password: string; flow: "signUp" | "signIn" };
}

export async function openHostPage(
  browser: Browser,
  { webUrl, convexUrl }: Pick<Product, "webUrl" | "convexUrl">,
  { width = 1440, dark = true, account }: HostPageOptions = {},
): Promise<HostPage> {
  const client = new ConvexHttpClient(convexUrl);
  const how = account ? { provider: "password", params: account } : { provider: "anonymous" };
  const { tokens } = await client.action(api.auth.signIn, how);
  if (!tokens) throw new Error("The sign-in answered no token.");
  client.setAuth(tokens.token);
  const context = await browser.newContext({
    viewport: { width, height: width < 768 ? 844 : 900 },
    colorScheme: dark ? "dark" : "light",
    hasTouch: width < 768,
  });
  // As @convex-dev/auth keeps them: under the deployment's URL without its punctuation.
  const namespace = convexUrl.replaceAll(/[^a-zA-Z0-9]/g, "");
  await context.addInitScript(
    ([space, token, refreshToken]) => {
      if (localStorage.getItem(`__convexAuthJWT_${space}`) !== null) return;
      localStorage.setItem(`__convexAuthJWT_${space}`, token);
      localStorage.setItem(`__convexAuthRefreshToken_${space}`, refreshToken);
    },
    [namespace, tokens.token, tokens.refreshToken] as const,
  );
  const page = await context.newPage();
  const openRoom = async (room: FunctionArgs<typeof api.rooms.create>) => {
    const roomId = await client.mutation(api.rooms.create, room);
    await page.goto(`${webUrl}/rooms/${roomId}`);
    return roomId;
  };
  return { page, client, openRoom };
}
