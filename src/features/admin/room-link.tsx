import { Link } from "@tanstack/react-router";

/** A topic, as the way into its room. */
export function RoomLink({ roomId, topic }: { roomId: string; topic: string }) {
  return (
    <Link
      to="/rooms/$roomId"
      params={{ roomId }}
      className="-my-2.5 inline-block py-2.5 underline-offset-4 hover:underline"
    >
      <bdi>{topic}</bdi>
    </Link>
  );
}
