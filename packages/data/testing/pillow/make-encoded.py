"""Makes encoded.json: image files and the pixels that Pillow, and so torchvision's ImageFolder, reads from them.

Run by hand: python3 make-encoded.py > encoded.json (python3-pil of Debian 12, Pillow 9.4, python3-numpy).
"""
import base64
import io
import json

import numpy
from PIL import Image

HEIGHT, WIDTH = 34, 45
y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
planes = [128 + 100 * numpy.sin(x / (5 + 2 * c)) * numpy.cos(y / (4 + c)) for c in range(4)]
rgba = numpy.stack(planes, -1).astype(numpy.uint8)
rgba[5:15, 20:30, :3] = (230, 20, 40)
rgb = Image.fromarray(rgba[:, :, :3])
grey = Image.fromarray(rgba[:, :, 0])
rotated = Image.Exif()
rotated[0x0112] = 6

FILES = {
    "baseline.jpg": (rgb, dict(quality=92, subsampling=0)),
    "subsampled.jpg": (rgb, dict(quality=92, subsampling=2)),
    "progressive.jpg": (rgb, dict(quality=92, subsampling=0, progressive=True)),
    "grey.jpg": (grey, dict(quality=92)),
    "cmyk.jpg": (rgb.convert("CMYK"), dict(quality=92, subsampling=0)),
    "rotated.jpg": (rgb, dict(quality=92, subsampling=0, exif=rotated)),
    "rgb.png": (rgb, {}),
    "alpha.png": (Image.fromarray(rgba), {}),
    "grey.png": (grey, {}),
    "grey-alpha.png": (Image.fromarray(rgba[:, :, :2], "LA"), {}),
    "palette.png": (rgb.quantize(16), {}),
    "bits.png": (grey.convert("1"), {}),
}


def encode(data):
    return base64.b64encode(data).decode()


result = {}
for name, (image, options) in FILES.items():
    file = io.BytesIO()
    image.save(file, "JPEG" if name.endswith("jpg") else "PNG", **options)
    pixels = numpy.asarray(Image.open(io.BytesIO(file.getvalue())).convert("RGB"))
    result[name] = {"file": encode(file.getvalue()), "shape": pixels.shape[:2], "pixels": encode(pixels.tobytes())}
print(json.dumps(result))
