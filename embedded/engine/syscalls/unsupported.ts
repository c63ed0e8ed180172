const FEATURES: readonly (readonly [feature: string, ops: readonly string[]])[] = [
  ["signJwt", ["signJwt"]],
  ["audit logs, which need a log stream", ["auditLog"]],
  ["Convex-managed services", ["createServiceToken", "getServiceUrl"]],
];

/** Operations of convex/server that this host does not have, each with a clear refusal. */
export const unsupported: readonly (readonly [string, () => never])[] = FEATURES.flatMap(([feature, ops]) =>
  ops.map((op) => [`1.0/${op}`, () => refuse(feature)] as const),
);

export function refuse(feature: string): never {
  throw new Error(`not supported by the embedded host: ${feature}`);
}
