import type { LabelIssues } from '@antidote/label-cleaning';

type Arrays = Pick<LabelIssues, 'quality' | 'suggested' | 'flagged' | 'ranked' | 'predProbs'>;

/** Label issues as bytes: JSON with each array's own little-endian bytes in base64, exact to the last bit. */
export function encodeLabelIssues({ quality, suggested, flagged, ranked, predProbs }: Arrays): Uint8Array {
  const base64 = (values: ArrayBufferView) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  return Buffer.from(
    JSON.stringify({
      formatVersion: 1,
      quality: base64(quality),
      suggested: base64(suggested),
      flagged: base64(flagged),
      ranked: base64(ranked),
      predProbs: base64(predProbs),
    }),
  );
}

export function decodeLabelIssues(bytes: Uint8Array): Arrays {
  const stored = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<keyof Arrays, string>;
  // A copy of its own, as a typed array needs its bytes aligned.
  const buffer = (text: string) => Uint8Array.from(Buffer.from(text, 'base64')).buffer;
  return {
    quality: new Float64Array(buffer(stored.quality)),
    suggested: new Int32Array(buffer(stored.suggested)),
    flagged: new Uint8Array(buffer(stored.flagged)),
    ranked: new Uint32Array(buffer(stored.ranked)),
    predProbs: new Float64Array(buffer(stored.predProbs)),
  };
}
