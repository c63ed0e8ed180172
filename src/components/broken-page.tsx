import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { errorText } from "../lib/errors";
import { Button, plateProps } from "./button";
import { PageMessage } from "./page-message";

/** Stands where a route threw: the frame around it stays, and trying again runs its queries anew. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <PageMessage
      title="This page fell over"
      action={
        <>
          <Button look="gold" onClick={retry}>
            Try again
          </Button>
          <BackToLobby />
        </>
      }
    >
      <p role="alert">{errorText(error)}</p>
    </PageMessage>
  );
}

export function NoSuchPage() {
  return (
    <PageMessage title="Nobody fights here" action={<BackToLobby />}>
      <title>Not found · ArenaAI</title>
      <p>There is no page at this address. The link may be mistyped.</p>
    </PageMessage>
  );
}

function BackToLobby() {
  return (
    <Link to="/" {...plateProps("quiet")}>
      All battles
    </Link>
  );
}
