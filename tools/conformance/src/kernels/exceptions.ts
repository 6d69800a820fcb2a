/** Cases that are wrong on a backend: how, by backend and name. */
type Exceptions = Readonly<Record<string, Readonly<Record<string, RegExp>>>>;

const flatVolumes = [
  'MaxPool3D x float32[2,3,4,5,2] {filterSize:[1,2,3],strides:[1,2,1],pad:same,dataFormat:NDHWC}',
  'MaxPool3D x float32[1,4,3,3,1][-4,-0.1] {filterSize:[1,2,3],strides:[1,2,1],pad:same,dataFormat:NDHWC}',
];

/** The published cpu kernel MaxPool3DGrad takes windows of unequal sides for others. */
const flatWindows = Object.fromEntries(flatVolumes.map((title) => [title, /gradient 0: element/]));

/**
 * Cases that are known to be wrong. The test fails where one of them passes, and its title here is then
 * to be taken out.
 */
export const exceptions: Exceptions = {
  cpu: flatWindows,
  onednn: {
    // every kernel that onednn lacks is cpu's
    ...flatWindows,
    // a condition of one number for each row is taken for one of each column; `tf.where` broadcasts first
    'Select condition bool[3] t float32[3,4] e float32[3,4] {}': /element 1 is/,
  },
  wasm: {
    // XNNPACK's minimum and maximum give the number where one of two is NaN
    'Maximum a float32[36] special b float32[36] special {}': /element 6 is Infinity, expected NaN/,
    'Minimum a float32[36] special b float32[36] special {}': /element 6 is Infinity, expected NaN/,
    // 1 to the power of NaN is 1 in C and NaN in JavaScript
    'Pow a float32[36] special b float32[36] special {}': /element 24 is 1, expected NaN/,
    // XNNPACK clamps averages to the range of numbers, which NaN does not survive
    'AvgPool x float32[1,4,4,1] special {filterSize:2,strides:2,pad:valid}': /expected NaN/,
    'AvgPool x float32[1,4,4,1] special {filterSize:3,strides:1,pad:same}': /expected NaN/,
  },
};
