/**
 * Why an image was chosen: it is classified wrongly, with a high probability; or rightly, with a low one; or by chance from
 * the others.
 */
export type SampleChoice = 'confident error' | 'unsure hit' | 'random';

/** An image that a model was tested on, and what it took it for. */
export interface Sample {
  readonly choice: SampleChoice;
  /** Its place among the images of its split, from 0 on. */
  readonly index: number;
  /** The class that it has, from 0 on, and the name of that. */
  readonly label: number;
  readonly labelName: string;
  /** The class that the model holds likeliest, and the name of that. */
  readonly predicted: number;
  readonly predictedName: string;
  /** How likely it holds that, from 0 to 1. */
  readonly probability: number;
  /** Of the picture, in pixels. */
  readonly height: number;
  readonly width: number;
  /** A PNG file, in base64. */
  readonly png: string;
}

/** Some of the images that a model was tested on. */
export interface TestSamples {
  /** What they are of: `test`, `validation` or `train`. */
  readonly split: string;
  /** Optimizer steps done. */
  readonly step: number;
  /** How many images the split has, and how many of them are classified wrongly. */
  readonly count: number;
  readonly errors: number;
  readonly samples: readonly Sample[];
}
