import { getFunctionName } from "convex/server";
import { vi } from "vitest";

/**
 * A server made of answers, for components that are tested without one:
 *
 *   vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);
 */
type Reference = Parameters<typeof getFunctionName>[0];
type Call = (args: Record<string, unknown>) => Promise<unknown>;

const answers = new Map<string, unknown>();
const mutations = new Map<string, Call>();
const auth = { isAuthenticated: false, isLoading: false, isRefreshing: false };
const connection = { isWebSocketConnected: true, hasEverConnected: true };

/** What `useQuery` answers for a function, by its name, like `battles:moderator`; undefined: it loads. */
export function answer(name: string, value: unknown): void {
  answers.set(name, value);
}

/** The calls of a mutation by its name; `how` decides what becomes of each. */
export function mutation(name: string, how: Call = async () => null) {
  const call = vi.fn<Call>(how);
  mutations.set(name, call);
  return call;
}

export function connect(connected: boolean): void {
  connection.isWebSocketConnected = connected;
}

/** Whether somebody is signed in. */
export function authenticate(signedIn: boolean): void {
  auth.isAuthenticated = signedIn;
}

export function resetConvex(): void {
  answers.clear();
  mutations.clear();
  connect(true);
  authenticate(false);
}

function useMutation(reference: Reference) {
  const name = getFunctionName(reference);
  const call: Call = async (args) => {
    const known = mutations.get(name);
    if (!known) throw new Error(`The test does not expect ${name}`);
    return await known(args);
  };
  return Object.assign(call, { withOptimisticUpdate: () => call });
}

const stub = {
  useQuery: (reference: Reference, args?: unknown) =>
    args === "skip" ? undefined : answers.get(getFunctionName(reference)),
  useMutation,
  useConvexConnectionState: () => connection,
  useConvexAuth: () => auth,
};

export const convexReact = stub as unknown as Partial<typeof import("convex/react")>;
