/** An exhibition has no host. */
export function HostFact({ name }: { name: string | null }) {
  if (name === null) return "Exhibition";
  return (
    <>
      By <bdi>{name}</bdi>
    </>
  );
}
