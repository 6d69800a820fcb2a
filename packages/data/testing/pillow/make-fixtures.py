"""Makes fixtures.json: what Pillow makes of some images (python3-pil of Debian 12, Pillow 9.4, python3-numpy).

Run by hand: python3 make-fixtures.py > fixtures.json
"""
import base64
import json

import numpy
from PIL import Image, ImageEnhance, ImageOps

random = numpy.random.default_rng(1)


def smooth(height, width, channels):
    y, x = numpy.mgrid[0:height, 0:width]
    planes = [127 + 120 * numpy.sin(x / (3 + c) + c) * numpy.cos(y / (4 + c)) for c in range(channels)]
    return numpy.stack(planes, -1).astype(numpy.uint8)


def noise(height, width, channels):
    return random.integers(0, 256, (height, width, channels), dtype=numpy.uint8)


def dim(height, width, channels):
    return (noise(height, width, channels) // 3 + 40).astype(numpy.uint8)


IMAGES = {
    "noise": noise(32, 32, 3),
    "dim": dim(32, 32, 3),
    "smooth": smooth(19, 27, 3),
    "grey": smooth(17, 13, 1),
    "column": noise(9, 1, 3),
    "row": dim(1, 8, 1),
    "plain": numpy.full((5, 7, 3), 93, dtype=numpy.uint8),
}

GREY = 128


def affine(*matrix):
    def run(image):
        fill = GREY if image.mode == "L" else (GREY,) * 3
        return image.transform(image.size, Image.Transform.AFFINE, matrix, fillcolor=fill)

    return run


def rotate(degrees):
    return lambda image: image.rotate(degrees, fillcolor=GREY if image.mode == "L" else (GREY,) * 3)


def resize(height, width, filter, box=None):
    return lambda image: image.resize((width, height), filter, box=box and tuple(f * s for f, s in zip(box, image.size * 2)))


CASES = [
    ("autoContrast", [], ImageOps.autocontrast),
    ("equalize", [], ImageOps.equalize),
    ("invert", [], ImageOps.invert),
    *[("posterize", [bits], lambda image, bits=bits: ImageOps.posterize(image, bits)) for bits in (1, 3, 4, 8)],
    *[("solarize", [t], lambda image, t=t: ImageOps.solarize(image, t)) for t in (0, 26, 128, 230, 256)],
    *[("rotate", [d], rotate(d)) for d in (0, 3, -27, 45, 90, 135, 180, 270, -90, 360)],
    *[("shearX", [v], affine(1, v, 0, 0, 1, 0)) for v in (0.27, -0.03, 0.99)],
    *[("shearY", [v], affine(1, 0, 0, v, 1, 0)) for v in (-0.27, 0.15)],
    *[("translateX", [v], affine(1, 0, v, 0, 1, 0)) for v in (4, -7, 2.4, 250)],
    *[("translateY", [v], affine(1, 0, 0, 0, 1, v)) for v in (3, -8.5)],
    *[("color", [f], lambda image, f=f: ImageEnhance.Color(image).enhance(f)) for f in (0.1, 0.64, 1.72)],
    *[("contrast", [f], lambda image, f=f: ImageEnhance.Contrast(image).enhance(f)) for f in (0.1, 0.82, 1.9)],
    *[("brightness", [f], lambda image, f=f: ImageEnhance.Brightness(image).enhance(f)) for f in (0.28, 1.72)],
    *[("sharpness", [f], lambda image, f=f: ImageEnhance.Sharpness(image).enhance(f)) for f in (0.1, 1.54)],
]
FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}
SIZES = [(8, 8), (11, 40), (3, 2)]
BOX = (0.1, 0.2, 0.83, 0.95)
for name, filter in FILTERS.items():
    for size in SIZES:
        CASES.append(("resize", [*size, name], resize(*size, filter)))
    CASES.append(("resize", [9, 12, name, list(BOX)], resize(9, 12, filter, BOX)))


def encode(array):
    return base64.b64encode(numpy.ascontiguousarray(array).tobytes()).decode()


def picture(array):
    return Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array)


print(
    json.dumps(
        {
            "images": {name: {"shape": list(array.shape), "pixels": encode(array)} for name, array in IMAGES.items()},
            "cases": [
                {"operation": operation, "arguments": arguments, "image": name, "pixels": encode(run(picture(array)))}
                for operation, arguments, run in CASES
                for name, array in IMAGES.items()
            ],
        }
    )
)
