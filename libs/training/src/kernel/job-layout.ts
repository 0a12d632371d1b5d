/** Words of a job: what all trees of one fit share. Addresses count in the unit of the heap they point into. */
export const ROWS = 0;
export const FEATURES = 1;
export const CLASSES = 2;
/** bytes, row-major: rows x features */
export const BINS = 3;
/** words, one a row */
export const LABELS = 4;
/** doubles, one a row; 0 when all weigh 1 */
export const WEIGHTS = 5;
/** words, one a feature: bins in use, the missing one not counted */
export const BIN_COUNTS = 6;
/** words, one a feature: HAS_MISSING | IS_CATEGORY */
export const FLAGS = 7;
/** doubles, 256 a feature: the lowest and highest value of each bin */
export const LOW = 8;
export const HIGH = 9;
export const IS_ENTROPY = 10;
export const FEATURES_PER_NODE = 11;
export const MAX_DEPTH = 12;
export const MIN_SAMPLES_SPLIT = 13;
export const MIN_SAMPLES_LEAF = 14;
export const IS_BOOTSTRAP = 15;
export const IS_RANDOM_THRESHOLD = 16;
/** Entries: row << ROW_SHIFT | weight << LABEL_BITS | label; labels are looked up by row when LABEL_BITS is 0. */
export const LABEL_BITS = 17;
export const ROW_SHIFT = 18;
/** Two classes, Gini, no weights: entries are row << 10 | weight << 5 | weight of class 1. */
export const IS_PACKED = 19;
/** One double: minImpurityDecrease times the total weight, 0 for none. */
export const MIN_DECREASE = 20;
/** Histograms kept for subtraction: how many, 0 for none. */
export const KEPT_HISTOGRAMS = 21;
/** words, 4 a tree: where its random numbers begin */
export const TREE_SEEDS = 22;
/** Next tree to grow; drawn atomically. */
export const NEXT_TREE = 23;
export const TREES = 24;
/** words, 256 a feature: the bins of a category in the fit's order, the missing one among them; 0 when not wanted */
export const CATEGORY_ORDERS = 25;
export const JOB_WORDS = 32;

export const HAS_MISSING = 1;
export const IS_CATEGORY = 2;
export const MISSING = 255;

/** Words of a worker: its own scratch and output. */
export const RANDOM_STATE = 0;
export const BEST_FEATURE = 4;
export const BEST_LEFT_BIN = 5;
/** -1 when every value goes left and only missing ones go right */
export const BEST_RIGHT_BIN = 6;
export const BEST_MISSING_LEFT = 7;
export const BEST_SAW_MISSING = 8;
/** Both children of the best split are pure: nothing can beat it. */
export const BEST_IS_PURE = 9;
/** words: two buffers of entries */
export const ENTRIES = 10;
export const OTHER_ENTRIES = 11;
/** words: features in drawing order, and the places drawn, to undo the draws */
export const FEATURE_ORDER = 12;
export const DRAWN_PLACES = 13;
/** doubles, 256 x classes */
export const HISTOGRAM = 14;
/** words: occupied bins, one bit each */
export const OCCUPIED = 15;
/** words, 256: the occupied bins */
export const BIN_LIST = 16;
/** words, 256: rows in each bin */
export const ROW_COUNTS = 17;
/** words: sort buffers */
export const SORTED = 18;
/** words, STACK_WORDS + constant bits an entry */
export const STACK = 19;
/** doubles, classes an entry */
export const STACK_COUNTS = 20;
/** doubles: class weights of the node, of its best left child, of its right child, and of a scan */
export const NODE_COUNTS = 21;
export const LEFT_COUNTS = 22;
export const RIGHT_COUNTS = 23;
export const SCAN_COUNTS = 24;
/** two doubles: numerator and denominator of the best score */
export const BEST_SCORE = 25;
/** words, one a row: bootstrap counts */
export const DRAWN = 26;
/** words: bits of the features known to be constant in the node */
export const CONSTANT = 27;
/** words, 8: bins that go left in the best split, when it is on a category */
export const BEST_SET = 28;
/** Output, one entry a node: words, words, doubles, bytes, bytes */
export const NODE_FEATURE = 29;
export const NODE_NEXT = 30;
export const NODE_THRESHOLD = 31;
export const NODE_SPLIT_BIN = 32;
export const NODE_MISSING_LEFT = 33;
/** words, one a node when there are categories: -1, or the number of its set; words, 8 a set */
export const NODE_SET = 34;
export const SETS = 35;
export const SET_COUNT = 36;
/** doubles: leaf distributions, classes each, and how many fit */
export const SHARES = 37;
export const SHARES_CAPACITY = 38;
export const SHARES_COUNT = 39;
export const NODE_COUNT = 40;
/** words: packed histograms of all features, 256 cells each, one a stack entry, for subtraction */
export const KEPT = 41;
/** Up to this many rows are sorted rather than put into a histogram of classes; 0 where weights or minima forbid it. */
export const SMALL_NODE = 43;
/** doubles: one, to take a number apart in */
export const PARTS = 44;
/** doubles, 256: share of a class by category */
export const CATEGORY_SHARES = 45;
/** one double: the threshold of the best split where thresholds are random */
export const BEST_THRESHOLD = 46;
/** bytes: the tree in one piece, see `packTree` */
export const OUTPUT = 47;
/** Number of the first distribution in SHARES, the pure ones not counted. */
export const SHARES_BASE = 48;
/** doubles, rows x classes, and words, one a row: sums of out-of-bag shares and their number; 0 when not wanted. */
export const VOTES = 49;
export const VOTE_COUNTS = 50;
/** words, 6 x 256: packed histograms of up to four features, and the two wide ones */
export const PACKED_HISTOGRAM = 51;
/** words: where the node's histograms of all features are in KEPT; 0 when it has none */
export const NODE_HISTOGRAMS = 52;
/** bytes: scratch of the vector instructions */
export const LANES = 53;
/** words, 4: the packed histogram of each feature of a group, 0 where it has none yet */
export const GROUP = 54;
/** Whether the node's features are searched by `visitLanes`. */
export const HAS_LANES = 55;
export const WORKER_WORDS = 64;

/** Stack entry: node, start, end, depth, buffer, seed, whether its histograms are in KEPT. */
export const STACK_WORDS = 8;
export const STACK_ENTRIES = 40;
/** Features of a leaf whose shares are still to be computed from its rows, in the first or the other buffer. */
export const PENDING = -2;
export const PENDING_OTHER = -3;
