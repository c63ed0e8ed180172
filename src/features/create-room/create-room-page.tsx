import { useNavigate } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { CreateRoomForm } from "./create-room-form";
import { dropDraft } from "./draft-storage";
import { HostingNote } from "./hosting-note";
import { useCreateRoom } from "./use-create-room";
import type { Brought } from "./use-room-draft";
import { useSuggestTopics } from "./use-topic-suggestions";

/** `brought`: a persona that was just written for one of the fighters. */
export function CreateRoomPage({ brought }: { brought: Brought | null }) {
  const models = useQuery(api.models.list);
  const personas = useQuery(api.personas.list);
  const createRoom = useCreateRoom();
  const suggest = useSuggestTopics();
  const navigate = useNavigate();
  return (
    <main id="main" className="mx-auto max-w-[64rem] px-4 pt-8 pb-20 md:px-8">
      <title>New battle · ArenaAI</title>
      <h1 className="font-display text-[1.75rem] font-bold md:text-4xl">New battle</h1>
      <p className="mt-2 mb-8 max-w-[60ch] text-ink-soft">
        You host it: the room opens at once, and nothing is said until you press start.
      </p>
      <HostingNote />
      {models ? (
        <CreateRoomForm
          models={models}
          personas={personas}
          suggest={suggest}
          brought={brought}
          create={async (args) => {
            const roomId = await createRoom(args);
            dropDraft();
            await navigate({ to: "/rooms/$roomId", params: { roomId } });
          }}
        />
      ) : (
        <FormSkeleton />
      )}
    </main>
  );
}

function FormSkeleton() {
  return (
    <div aria-busy="true">
      <output className="sr-only">Loading the models</output>
      <div aria-hidden="true" className="flex flex-col gap-7">
        <div className="grid gap-3 pt-8 sm:grid-cols-2 lg:grid-cols-4">
          {[1, 2, 3, 4].map((n) => (
            <span key={n} className="skeleton h-24 lg:h-32" />
          ))}
        </div>
        <span className="skeleton h-24" />
        <div className="grid gap-6 md:grid-cols-2">
          <span className="skeleton h-96" />
          <span className="skeleton h-96" />
        </div>
        <span className="skeleton h-20" />
      </div>
    </div>
  );
}
