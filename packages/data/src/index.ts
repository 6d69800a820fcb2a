export { allAugmentations } from './augmentations/all-augmentations.js';
export type { AugmentationStep } from './augmentations/all-augmentations.js';
export { autoAugment } from './augmentations/auto-augment/auto-augment.js';
export type { AutoAugmentOptions } from './augmentations/auto-augment/auto-augment.js';
export type { OperationName } from './augmentations/auto-augment/operations.js';
export {
  policyOperation,
  policyOperations,
} from './augmentations/auto-augment/policy-operation.js';
export { randAugment } from './augmentations/auto-augment/rand-augment.js';
export type { RandAugmentOptions } from './augmentations/auto-augment/rand-augment.js';
export { trivialAugment } from './augmentations/auto-augment/trivial-augment.js';
export { centerCrop } from './augmentations/center-crop.js';
export type { CenterCropOptions } from './augmentations/center-crop.js';
export { colorChannels } from './augmentations/color-channels.js';
export { compose } from './augmentations/compose.js';
export { cutout } from './augmentations/cutout.js';
export type { CutoutOptions } from './augmentations/cutout.js';
export { padAndCrop } from './augmentations/pad-and-crop.js';
export type { PadAndCropOptions } from './augmentations/pad-and-crop.js';
export { randomErasing } from './augmentations/random-erasing.js';
export type { RandomErasingOptions } from './augmentations/random-erasing.js';
export { randomHorizontalFlip } from './augmentations/random-horizontal-flip.js';
export type { HorizontalFlipOptions } from './augmentations/random-horizontal-flip.js';
export { randomResizedCrop } from './augmentations/random-resized-crop.js';
export type { RandomResizedCropOptions } from './augmentations/random-resized-crop.js';
export { resizeImage } from './augmentations/resize-image.js';
export type { ResizeImageOptions } from './augmentations/resize-image.js';
export { augmentationPresets, resolveAugmentation } from './augmentations/resolve-augmentation.js';
export type { AugmentationSpec, AugmentedData } from './augmentations/resolve-augmentation.js';
export type { Transform } from './augmentations/transform.js';
export { batchCutout } from './batch-augmentations/batch-cutout.js';
export type { BatchCutoutOptions } from './batch-augmentations/batch-cutout.js';
export type { BatchTransform, ImagesWithLabels } from './batch-augmentations/batch-transform.js';
export { cutmix } from './batch-augmentations/cutmix.js';
export type { CutmixOptions } from './batch-augmentations/cutmix.js';
export { mixup } from './batch-augmentations/mixup.js';
export type { MixupOptions } from './batch-augmentations/mixup.js';
export {
  allBatchAugmentations,
  batchAugmentationPresets,
  resolveBatchAugmentation,
} from './batch-augmentations/resolve-batch-augmentation.js';
export type {
  BatchAugmentationSpec,
  BatchAugmentationStep,
  BatchedData,
} from './batch-augmentations/resolve-batch-augmentation.js';
export { channelStatistics, sampleStatistics } from './channel-statistics.js';
export type { ChannelStatistics } from './channel-statistics.js';
export { contactSheet } from './contact-sheet.js';
export type { ImageDataset } from './dataset.js';
export { DatasetError } from './dataset-error.js';
export { holdOut, stratifiedSplit } from './hold-out.js';
export type { SplitPair } from './hold-out.js';
export { describeShape, imageLength, sameShape } from './image.js';
export type { Image, ImageShape } from './image.js';
export { ImageArray } from './image-array.js';
export type { ImageSource, PortableSource } from './image-source.js';
export { labelNoise } from './label-noise.js';
export type { LabelNoiseOptions } from './label-noise.js';
export type { Batch } from './loader/batch.js';
export { createLoader } from './loader/loader.js';
export type { EpochOptions, Loader, LoaderOptions, Shard } from './loader/loader.js';
export * as pixels from './pixels/index.js';
export { selectImages } from './select-images.js';
export { takeSubset } from './subset.js';
export { synthetic } from './synthetic.js';
export type { SyntheticOptions } from './synthetic.js';
