import type { TokenStream } from "../../tests/support/token-server";
import type { TokenServer } from "../arena";
import type { BenchHost } from "../host/host";
import { until } from "../until";
import type { Watch } from "../viewers/follow";

/** One way to bring a provider's tokens to viewers through Convex. */
export interface Design {
  readonly name: string;
  readonly convexDir: string;
  /** The functions that viewers subscribe to. */
  readonly viewerQueries: readonly string[];
  /** Starts a turn as a user would, on a fresh host of its own or on one whose turns are over. */
  start(host: BenchHost, provider: TokenServer): Promise<Turn>;
}

export interface Turn {
  readonly watch: Watch;
  /** What the design offers to the user who has seen enough; absent if it offers nothing. */
  readonly cancel?: () => Promise<unknown>;
  /** Whether the design itself says that the turn is over, asked at this URL. */
  isOver(url: string): Promise<boolean>;
  /** Lets nothing go on. */
  close(): Promise<unknown>;
}

/** Starts a turn and waits until the provider has been asked for it. */
export async function startTurn(
  design: Design,
  host: BenchHost,
  provider: TokenServer,
): Promise<{ turn: Turn; stream: TokenStream }> {
  const before = provider.streams.length;
  const turn = await design.start(host, provider);
  if (!(await until(() => provider.streams.length > before))) throw new Error("The provider was never asked.");
  return { turn, stream: provider.streams[before]! };
}
