import type { Model } from "../../../convex/model/modelValidators";
import { ModelFilters } from "./model-filters";
import type { ModelFilter } from "./model-list";
import { ModelListStatus } from "./model-list-status";

interface ModelSectionProps {
  models: readonly Model[];
  offered: readonly Model[];
  filter: ModelFilter;
  onFilter: (filter: ModelFilter) => void;
}

const countReal = (models: readonly Model[]) => models.filter((model) => !model.scripted).length;

/** How the lists of models are narrowed, and how old they are. There is nothing to narrow where all fighters are scripts. */
export function ModelSection({ models, offered, filter, onFilter }: ModelSectionProps) {
  const all = countReal(models);
  if (all === 0) return null;
  return (
    <section aria-label="Models on offer" className="grid gap-3 md:grid-cols-[1fr_auto] md:items-end">
      <ModelFilters filter={filter} onChange={onFilter} />
      <ModelListStatus left={countReal(offered)} all={all} />
    </section>
  );
}
