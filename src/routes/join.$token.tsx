import { createFileRoute } from "@tanstack/react-router";
import { JoinPage } from "../features/people/join-page";

export const Route = createFileRoute("/join/$token")({ component: JoinRoute });

function JoinRoute() {
  const { token } = Route.useParams();
  return <JoinPage key={token} token={token} />;
}
