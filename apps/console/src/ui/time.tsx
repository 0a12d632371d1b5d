import { useEffect, useState } from 'react';
import { fullTime, when } from './format.js';

/** A moment as readers say it; the full time with its zone on hover. */
export function Time({ iso }: { iso: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={iso} title={fullTime(new Date(iso), true)}>
      {when(iso, now)}
    </time>
  );
}
