"""The words of SVG that draw something: everything else is left behind."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

ELEMENTS = frozenset(
    """svg g defs symbol use a switch marker pattern mask clipPath linearGradient radialGradient
    stop path rect circle ellipse line polyline polygon text tspan textPath image style filter
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence""".split()
)

ATTRIBUTES = frozenset(
    """id class style transform viewBox preserveAspectRatio version width height x y x1 y1 x2 y2
    cx cy r rx ry fx fy fr d points pathLength dx dy rotate textLength lengthAdjust startOffset
    method spacing side href gradientUnits gradientTransform spreadMethod offset
    patternUnits patternContentUnits patternTransform maskUnits maskContentUnits clipPathUnits
    markerUnits markerWidth markerHeight refX refY orient filterUnits primitiveUnits
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-rendering cursor direction display dominant-baseline
    fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-size
    font-size-adjust font-stretch font-style font-variant font-weight image-rendering
    letter-spacing lighting-color marker marker-end marker-mid marker-start mask
    mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
    unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias
    targetX targetY edgeMode surfaceScale diffuseConstant specularConstant specularExponent
    scale xChannelSelector yChannelSelector stdDeviation radius baseFrequency numOctaves seed
    stitchTiles tableValues slope intercept amplitude exponent azimuth elevation z
    pointsAtX pointsAtY pointsAtZ limitingConeAngle""".split()
)
"""Attributes that draw; ``result`` and ``in`` name filter steps and are renamed as ids are."""

NAMED = frozenset({"result", "in", "in2"})
STEPS = frozenset(
    {
        "SourceGraphic",
        "SourceAlpha",
        "BackgroundImage",
        "BackgroundAlpha",
        "FillPaint",
        "StrokePaint",
    }
)
