import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import styles from './page.module.css';

export interface Crumb {
  text: string;
  link?: LinkProps;
}

/** Heads a page: where it belongs, the question that it answers, and what can be done. */
export function PageHead({ title, crumbs = [], actions }: { title: string; crumbs?: Crumb[]; actions?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Antidote`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        {crumbs.length > 0 && (
          <nav className={styles.crumbs} aria-label="Place">
            {crumbs.map((crumb, index) => (
              <span key={crumb.text}>
                {crumb.link ? <Link {...crumb.link}>{crumb.text}</Link> : crumb.text}
                {index < crumbs.length - 1 && ' /'}
              </span>
            ))}
          </nav>
        )}
        <h1>{title}</h1>
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** The facts that every figure of the page rests on, in one line. */
export function Facts({ children }: { children: ReactNode }) {
  return <div className={styles.facts}>{children}</div>;
}

export function PageBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

export function Section(props: { title: string; says?: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <header>
        <h2>{props.title}</h2>
        {props.end && <div className={styles.end}>{props.end}</div>}
        {props.says && <p>{props.says}</p>}
      </header>
      {props.children}
    </section>
  );
}
