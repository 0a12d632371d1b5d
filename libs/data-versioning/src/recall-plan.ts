import type { AliasWindow, Impact, LineageNode, RecallPlan } from '@antidote/contracts';

/**
 * What a recall does about its impact: it freezes each alias that an affected model holds, replaces the versions that
 * those models were trained on, and proposes to train each of them again. Where no affected model holds an alias, the
 * newest model stands in for them; the newest affected version that people would train on is replaced in any case.
 *
 * @param trainedOn the version of each affected model, by model id
 * @param earlier of each affected version the version that may take its place; null where it has to be built
 */
export function planRecall(
  impact: Impact,
  trainedOn: ReadonlyMap<string, string>,
  earlier: (versionId: string) => string | null,
): RecallPlan {
  const freezes = impact.aliases.filter(({ until }) => until === null);
  const holders = new Set(freezes.map(({ modelId }) => modelId));
  const newestModel = newest(impact.models);
  if (holders.size === 0 && newestModel) holders.add(newestModel.id);
  const proposals = impact.models
    .filter(({ id }) => holders.has(id))
    .map(({ id }) => ({ modelId: id, affectedVersionId: trainedOn.get(id)! }));
  const replaced = new Set(proposals.map(({ affectedVersionId }) => affectedVersionId));
  const newestVersion = newest(impact.versions.filter(({ label }) => label !== 'poisoned'));
  if (newestVersion) replaced.add(newestVersion.id);
  const replacements = impact.versions
    .filter(({ id }) => replaced.has(id))
    .map(({ id }) => ({ affectedVersionId: id, versionId: earlier(id) }));
  return { impact, freezes, replacements, proposals };
}

function newest(nodes: LineageNode[]): LineageNode | undefined {
  return nodes.reduce<LineageNode | undefined>(
    (latest, node) => (latest === undefined || node.at > latest.at ? node : latest),
    undefined,
  );
}

/** The freezes that an impact calls for beyond those in force, and those whose alias an unaffected model holds now. */
export function freezesToChange(
  held: AliasWindow[],
  inForce: { registeredModel: string; alias: string; modelId: string }[],
): { add: AliasWindow[]; lift: { registeredModel: string; alias: string }[] } {
  const key = (one: { registeredModel: string; alias: string }) => JSON.stringify([one.registeredModel, one.alias]);
  const open = held.filter(({ until }) => until === null);
  const holders = new Set(open.map(key));
  const frozen = new Set(inForce.map(key));
  return {
    add: open.filter((window) => !frozen.has(key(window))),
    lift: inForce
      .filter((freeze) => !holders.has(key(freeze)))
      .map(({ registeredModel, alias }) => ({ registeredModel, alias })),
  };
}
