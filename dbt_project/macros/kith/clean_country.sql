{#
    ISO 3166 code of a country written as code or as a name; an unknown name stays as it is written.
    A case, not a joined seed: staging reads one source, and two letters, the usual case, are decided first.
#}
{% macro clean_country(country) -%}
    case
        when length({{ country }}) = 2 then upper({{ country }})
        else
            case lower(trim({{ country }}))
                {%- for code, names in country_names().items() %}
                {%- for name in names %}
                when '{{ name }}' then '{{ code }}'
                {%- endfor %}
                {%- endfor %}
                when '' then null
                else trim({{ country }})
            end
    end
{%- endmacro %}

{% macro country_names() -%}
    {{ return({
        'AE': ['united arab emirates', 'uae'], 'AR': ['argentina'], 'AT': ['austria'], 'AU': ['australia'],
        'BE': ['belgium'], 'BH': ['bahrain'], 'BR': ['brazil', 'brasil'], 'CA': ['canada'],
        'CH': ['switzerland'], 'CL': ['chile'], 'CN': ['china', '中国', 'chn', 'mainland china'],
        'CO': ['colombia'], 'CY': ['cyprus'], 'CZ': ['czech republic', 'czechia'],
        'DE': ['germany', 'deutschland', 'deu'], 'DK': ['denmark'], 'EE': ['estonia'], 'EG': ['egypt'],
        'ES': ['spain', 'españa', 'esp'], 'FI': ['finland'], 'FR': ['france', 'fra'],
        'GB': ['united kingdom', 'great britain', 'england', 'scotland', 'wales', 'u.k.', 'gbr'],
        'GR': ['greece'], 'HK': ['hong kong', '香港'], 'HU': ['hungary'], 'ID': ['indonesia'],
        'IE': ['ireland', 'eire'], 'IL': ['israel'], 'IN': ['india', 'ind'], 'IS': ['iceland'],
        'IT': ['italy', 'italia', 'ita'], 'JP': ['japan', '日本', 'jpn'], 'KE': ['kenya'],
        'KR': ['south korea', 'korea', '韩国', 'kor'], 'LB': ['lebanon'], 'LT': ['lithuania'],
        'LU': ['luxembourg'], 'LV': ['latvia'], 'MA': ['morocco'], 'MO': ['macao', '澳门'], 'MT': ['malta'],
        'MX': ['mexico', 'méxico', 'mex'], 'MY': ['malaysia'], 'NG': ['nigeria'], 'NL': ['netherlands', 'the netherlands'],
        'NO': ['norway'], 'NZ': ['new zealand'], 'PE': ['peru'], 'PH': ['philippines'], 'PK': ['pakistan'],
        'PL': ['poland'], 'PT': ['portugal'], 'RO': ['romania'], 'RU': ['russia'], 'SA': ['saudi arabia'],
        'SE': ['sweden'], 'SG': ['singapore', '新加坡'], 'SI': ['slovenia'], 'SK': ['slovakia'],
        'TH': ['thailand'], 'TR': ['turkey', 'türkiye'], 'TW': ['taiwan', '台湾'], 'UA': ['ukraine'],
        'US': ['united states', 'united states of america', 'usa', 'u.s.', 'u.s.a.', '美国'],
        'VN': ['vietnam', 'viet nam'], 'ZA': ['south africa', 'rsa'],
    }) }}
{%- endmacro %}
