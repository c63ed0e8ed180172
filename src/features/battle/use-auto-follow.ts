import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useReducedMotion } from "../../hooks/use-media-query";

const AT_END_PX = 24;
const UP_KEYS = new Set(["ArrowUp", "PageUp", "Home"]);

const toEnd = () => document.documentElement.scrollHeight - innerHeight - scrollY;

/**
 * Keeps the newest words in view while `active`, until the reader scrolls up: then nothing moves any more. Following
 * resumes when the reader comes back to the end, or by `jump`.
 */
export function useAutoFollow(active: boolean, content: RefObject<HTMLElement | null>) {
  const reduced = useReducedMotion();
  const [following, setFollowing] = useState(true);
  const live = useRef(following);

  const follow = useCallback((next: boolean) => {
    live.current = next;
    setFollowing(next);
  }, []);

  const scrollToEnd = useCallback(() => {
    const smooth = !reduced && toEnd() < innerHeight;
    scrollTo({ top: document.documentElement.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }, [reduced]);

  useEffect(() => {
    if (!active || !content.current) return;
    let lastY = scrollY;
    const onScroll = () => {
      // Growing text never moves the page up: only the reader does.
      if (scrollY < lastY - 1 && toEnd() > AT_END_PX) follow(false);
      else if (scrollY > lastY && toEnd() <= AT_END_PX) follow(true);
      lastY = scrollY;
    };
    const onWheel = (event: WheelEvent) => event.deltaY < 0 && toEnd() + scrollY > AT_END_PX && follow(false);
    const onKey = (event: KeyboardEvent) => UP_KEYS.has(event.key) && scrollY > 0 && follow(false);
    const resized = new ResizeObserver(() => live.current && scrollToEnd());
    resized.observe(content.current);
    addEventListener("scroll", onScroll, { passive: true });
    addEventListener("wheel", onWheel, { passive: true });
    addEventListener("keydown", onKey);
    return () => {
      resized.disconnect();
      removeEventListener("scroll", onScroll);
      removeEventListener("wheel", onWheel);
      removeEventListener("keydown", onKey);
    };
  }, [active, content, follow, scrollToEnd]);

  const jump = useCallback(() => {
    follow(true);
    scrollToEnd();
  }, [follow, scrollToEnd]);

  return { following, jump };
}
