import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HostError } from "../host-error";

/** What a person at the terminal can change. */
export interface Address {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Name of the setting, for the error. */
  readonly variable: string;
}

function reason(error: NodeJS.ErrnoException, { host, port, variable }: Address): HostError {
  if (error.code === "EADDRINUSE") {
    return new HostError("PORT_TAKEN", `Port ${port} is taken. Set ${variable} so that another one is used.`);
  }
  if (error.code === "EACCES") {
    return new HostError("BAD_SETTING", `Port ${port} needs more rights. Set ${variable} so that another one is used.`);
  }
  return new HostError("BAD_SETTING", `Cannot listen on ${host}:${port}: ${error.message}`);
}

/** Resolves to the port. @throws HostError */
export function listen(server: Server, address: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(reason(error, address));
    server.once("error", onError);
    server.listen(address.port, address.host, () => {
      server.off("error", onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops accepting, lets answers under way finish for a moment, then drops what is left. */
export function closeServer(server: Server, graceMs = 500): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
