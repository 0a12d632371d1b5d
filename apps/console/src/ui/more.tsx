import { Button } from '@mantine/core';
import styles from './table.module.css';

/** Asks for the next page of a list; shows nothing on the last one. */
export function More(props: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const { list } = props;
  if (!list.hasNextPage) return null;
  return (
    <Button
      className={styles.more}
      variant="default"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      Show more
    </Button>
  );
}
