import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import type * as FaceApi from '@vladmandic/face-api';
import type { Client } from './client.js';
import { faceApiFolder } from './photographs.js';

/** Finds faces, their landmarks, expressions, descriptors, ages: five networks of its package. */
export const faceApi: Client = {
  name: 'face-api',
  async open() {
    // its main entry asks for tfjs-node; this one for @tensorflow/tfjs, and takes any backend
    const api = createRequire(join(faceApiFolder, 'package.json'))(
      './dist/face-api.node-wasm.js',
    ) as typeof FaceApi;
    const { nets } = api;
    const { ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = nets;
    const all = [ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet];
    for (const net of [...all, nets.ageGenderNet, nets.faceExpressionNet]) {
      await net.loadFromDisk(join(faceApiFolder, 'model'));
    }
    const options = new api.SsdMobilenetv1Options({ minConfidence: 0.2, maxResults: 5 });
    return async (photograph: tf.Tensor3D) => {
      const faces = await api
        .detectAllFaces(photograph, options)
        .withFaceLandmarks()
        .withFaceExpressions()
        .withFaceDescriptors()
        .withAgeAndGender();
      return {
        words: faces.map(({ gender }) => gender),
        numbers: faces.flatMap(({ detection, age, descriptor, expressions, landmarks }) => [
          detection.score,
          age,
          ...descriptor,
          ...Object.values(expressions as unknown as Record<string, number>),
          ...landmarks.positions.flatMap(({ x, y }) => [x, y]),
        ]),
      };
    };
  },
};
