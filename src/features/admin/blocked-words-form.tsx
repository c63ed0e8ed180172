import { useMutation } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import { describedBy, Field } from "../../components/field";
import { INPUT } from "../../components/input-style";
import { plural } from "../../lib/format";
import { wordsOf, wordsProblem } from "./limits-draft";
import { useAct } from "./use-act";

const ID = "blocked-words";

export function BlockedWordsForm({ words: stored }: { words: readonly string[] }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const setBlockedWords = useMutation(api.administration.setBlockedWords);
  const text = typed ?? stored.join("\n");
  const save = useAct(async (words: string[]) => {
    await setBlockedWords({ words });
    setTyped(null);
    const undo = { id: ID, run: () => setBlockedWords({ words: [...stored] }) };
    return { text: `${plural(words.length, "blocked word")} saved.`, undo };
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = wordsOf(text);
    const problem = wordsProblem(words);
    setError(problem);
    if (problem) return document.getElementById(ID)?.focus();
    void save.run(words);
  };
  return (
    <form
      noValidate
      aria-label="Blocked words"
      onSubmit={submit}
      className="flex flex-col gap-5 rounded-xl border border-line bg-surface p-5 shadow-lift"
    >
      <Field
        id={ID}
        label="Blocked words"
        error={error}
        hint="One word or phrase on each line, besides the built-in list and that of the environment. Topics, personas, names and what people say are refused with one."
      >
        <textarea
          {...describedBy(ID, error)}
          rows={9}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            setError(undefined);
          }}
          className={INPUT}
        />
      </Field>
      <Button type="submit" look="gold" pending={save.pending} className="self-start">
        {save.pending ? "Saving" : "Save blocked words"}
      </Button>
    </form>
  );
}
