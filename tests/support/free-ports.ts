import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

/** `count` neighbouring ports that are free on loopback now; the first of them. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    const rest = Array.from({ length: count - 1 }, (_, i) => listen(port + 1 + i));
    const opened = await Promise.allSettled(rest);
    await Promise.all([close(first), ...opened.map((o) => (o.status === "fulfilled" ? close(o.value) : undefined))]);
    if (opened.every((o) => o.status === "fulfilled")) return port;
  }
}
