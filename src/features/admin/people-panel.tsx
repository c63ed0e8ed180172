import { usePaginatedQuery } from "convex/react";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import { INPUT } from "../../components/input-style";
import { ChipRadios } from "../../components/chip-radios";
import { PAGE, PagedList } from "./paged-list";
import { Panel } from "./panel";
import { PersonRow } from "./person-row";
import { useSettled } from "./use-settled";

const KINDS = [
  { value: "accounts", label: "Accounts" },
  { value: "guests", label: "Guests" },
] as const;

interface PeoplePanelProps {
  /** The admin who looks: they do not ban themselves. */
  meId: string;
}

export function PeoplePanel({ meId }: PeoplePanelProps) {
  const [kind, setKind] = useState<(typeof KINDS)[number]["value"]>("accounts");
  // Not in the address: what is typed here is often an email.
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), 250);
  const people = usePaginatedQuery(
    api.administration.people,
    search === "" ? { guests: kind === "guests" } : { search },
    { initialNumItems: PAGE },
  );
  return (
    <Panel
      title="People"
      note="Whoever has signed in, newest first. Guests have an account in one browser only, and get it with their first act."
      busy={people.status === "LoadingFirstPage"}
    >
      <div className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-4">
        <label className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5 text-[0.9375rem] font-semibold">
          Email or name
          <input
            type="search"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            placeholder="A whole email, or words of a name"
            onChange={(event) => setTyped(event.target.value)}
            className={`${INPUT} min-h-11 font-normal`}
          />
        </label>
        {search === "" && <ChipRadios legend="Kind of account" quiet options={KINDS} value={kind} onChange={setKind} />}
      </div>
      <PagedList
        page={people}
        empty={search === "" ? "Nobody yet." : "Nobody by that email or name. An email has to be whole."}
        renderRow={(person) => <PersonRow key={person.userId} person={person} self={person.userId === meId} />}
      />
    </Panel>
  );
}
