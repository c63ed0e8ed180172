import { useCallback, useEffect, useRef, useState } from "react";
import { useReducedMotion } from "../../hooks/use-media-query";
import { Follower } from "./follower";

/** Follows the newest words inside `content` while `active`; `following` is false once the reader has scrolled away. */
export function useAutoFollow(active: boolean) {
  const content = useRef<HTMLDivElement>(null);
  const follower = useRef<Follower>(null);
  const reducedMotion = useReducedMotion();
  const [following, setFollowing] = useState(true);

  useEffect(() => {
    if (!active || !content.current) return;
    const current = new Follower(content.current, reducedMotion, setFollowing);
    follower.current = current;
    return () => current.stop();
  }, [active, reducedMotion]);

  const jump = useCallback(() => follower.current?.jump(), []);
  return { content, following, jump };
}
