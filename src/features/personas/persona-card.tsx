import type { ReactNode } from "react";
import type { PersonaFace } from "../../../convex/model/validators";
import { PersonaSigil } from "../../components/persona-sigil";

/** A persona as people see it. Names and sentences are other people's words: they keep to themselves and break anywhere. */
export function PersonaCard({ face, children }: { face: PersonaFace; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col gap-3 rounded-xl border border-line bg-surface p-5 shadow-lift">
      <PersonaFaceRow face={face} />
      {children}
    </div>
  );
}

export function PersonaFaceRow({ face }: { face: PersonaFace }) {
  return (
    <div className="flex items-start gap-4">
      <PersonaSigil name={face.name} colour={face.colour} className="size-14 shrink-0" />
      <div className="min-w-0 flex-1">
        <h3 className="font-display text-xl leading-7 font-bold wrap-anywhere">
          <bdi>{face.name}</bdi>
        </h3>
        <p className="label text-ink-faint wrap-anywhere">
          <bdi>{face.archetype}</bdi>
        </p>
        <p className="mt-2 text-[0.9375rem] leading-snug text-pretty wrap-anywhere text-ink-soft">
          <bdi>{face.style}</bdi>
        </p>
      </div>
    </div>
  );
}
