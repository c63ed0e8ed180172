import { httpActionGeneric } from "convex/server";
import type { AppFunction, HttpRouter, RegisteredFunction } from "../modules/types";

/** Runs `body` in a frame of a deployment, as the handler of the function that is named. */
export type InFrame = <T>(kind: AppFunction["kind"], component: string, name: string, body: () => T) => T;

/** The function, with its handler run in a frame. */
export function framedFunction(fn: AppFunction, component: string, inFrame: InFrame): AppFunction {
  const { registered } = fn;
  const name = fn.path.replace(/:default$/, "");
  const framed =
    <A extends unknown[], R>(invoke: ((...args: A) => Promise<R>) | undefined) =>
    (...args: A): Promise<R> =>
      inFrame(fn.kind, component, name, () => invoke!(...args));
  return {
    ...fn,
    registered: {
      ...flagsOf(registered),
      invokeQuery: framed(registered.invokeQuery),
      invokeMutation: framed(registered.invokeMutation),
      invokeAction: framed(registered.invokeAction),
    },
  };
}

/** A router whose only route is this HTTP action, with its handler run in a frame. */
export function framedRouter(route: RegisteredFunction, inFrame: InFrame): HttpRouter {
  const handler = (route as { _handler?: unknown })._handler ?? route;
  const action = httpActionGeneric(handler as never) as unknown as RegisteredFunction;
  const invokeHttpAction = (request: Request) =>
    inFrame("httpAction", "", "http", () => action.invokeHttpAction!(request));
  return { lookup: (path, method) => [{ isHttp: true, invokeHttpAction }, method, path], getRoutes: () => [] };
}

function flagsOf(fn: RegisteredFunction): RegisteredFunction {
  const { isQuery, isMutation, isAction, isPublic, isInternal } = fn;
  return Object.fromEntries(
    Object.entries({ isQuery, isMutation, isAction, isPublic, isInternal }).filter(([, flag]) => flag !== undefined),
  );
}
