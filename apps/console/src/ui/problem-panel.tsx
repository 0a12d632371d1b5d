import { Button } from '@mantine/core';
import { ApiProblem, problemWords } from '../api-problem.js';
import { CopyButton } from './copy-button.js';
import { Icon } from './icons.js';
import styles from './state.module.css';

/** Says what went wrong where it went wrong: title, detail, remedy, the code to copy, and Retry where that can help. */
export function ProblemPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = error instanceof ApiProblem ? error.problem : null;
  const { heading, detail } = problem
    ? problemWords(problem)
    : { heading: 'This did not work', detail: error instanceof Error ? error.message : String(error) };
  return (
    <div role="alert" className={styles.problem}>
      <h2>
        <Icon name="stop" />
        {heading}
      </h2>
      {detail && <p>{detail}</p>}
      {problem?.errors && problem.errors.length > 1 && (
        <ul>
          {problem.errors.map((item) => (
            <li key={`${item.path} ${item.message}`}>
              <code>{item.path}</code> {item.message}
            </li>
          ))}
        </ul>
      )}
      {problem?.remedy && <p>{problem.remedy}</p>}
      <div className={styles.problemFoot}>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Retry
          </Button>
        )}
        <CopyButton text={problem?.code ?? 'defect'} what="the error code" />
      </div>
    </div>
  );
}
