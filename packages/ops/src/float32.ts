/** Float32's smallest normal number: processors and libraries may count what is below as 0. */
export const smallestNormal = 2 ** -126;
