import type { UsePaginatedQueryResult } from "convex/react";
import type { ReactNode } from "react";
import { Button } from "../../components/button";
import { Empty, Skeletons } from "./panel";

/** How many rows a list begins with, and grows by. */
export const PAGE = 20;

interface PagedListProps<Item> {
  page: UsePaginatedQueryResult<Item>;
  empty: string;
  /** An `li`. */
  renderRow: (item: Item) => ReactNode;
}

export function PagedList<Item>({ page, empty, renderRow }: PagedListProps<Item>) {
  if (page.status === "LoadingFirstPage") {
    return (
      <div className="flex flex-col gap-3">
        <Skeletons count={4} className="h-20 rounded-xl!" />
      </div>
    );
  }
  const more = page.status === "CanLoadMore" || page.status === "LoadingMore";
  return (
    <>
      {page.results.length > 0 && <ul className="flex flex-col gap-3">{page.results.map(renderRow)}</ul>}
      {page.results.length === 0 && !more && <Empty>{empty}</Empty>}
      {more && (
        <div className="mt-6 flex justify-center">
          <Button pending={page.status === "LoadingMore"} onClick={() => page.loadMore(PAGE)}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
